// An OpenID Connect provider on a port of this machine, PORT or one that is free. It prints its address
// when it listens.
//
//   node provider.js REDIRECT [late-keys]
//
// A client named after a change gets ID tokens that are changed so; `late-keys` keeps the provider's keys
// back until they are asked for a second time, as after a change of keys.
import { createServer } from 'node:http';
import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

const [redirect, lateKeys] = process.argv.slice(2);
const ours = await generateKeyPair('RS256', { extractable: true });
const another = await generateKeyPair('RS256', { extractable: true });

const changes = {
  'another-audience': (claims) => sign({ ...claims, aud: 'another' }),
  'another-issuer': (claims) => sign({ ...claims, iss: 'https://id.example.gov' }),
  'another-key': (claims) => sign(claims, another.privateKey),
  'more-factors': (claims) => sign({ ...claims, amr: ['pwd', 'otp'] }),
  'no-signature': (claims) => [{ alg: 'none' }, claims].map(encode).join('.') + '.',
};

const client = (id, more) => ({
  client_id: id,
  redirect_uris: [redirect],
  token_endpoint_auth_method: 'none',
  require_auth_time: true,
  ...more,
});

const server = createServer();
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', async () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      client('xiaoneng'),
      client('with secret:', { client_secret: 'a+b%c', token_endpoint_auth_method: 'client_secret_basic' }),
      ...Object.keys(changes).map((change) => client(change)),
    ],
    jwks: { keys: [{ ...(await exportJWK(ours.privateKey)), kid: 'ours', use: 'sig', alg: 'RS256' }] },
    claims: { profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: '陈洁' }) }),
    cookies: { keys: ['for tests'] },
  });
  provider.use(async (ctx, next) => {
    await next();
    const change = changes[ctx.oidc?.client?.clientId];
    if (ctx.path === '/token' && change && ctx.body.id_token) {
      ctx.body.id_token = await change(decodeJwt(ctx.body.id_token));
    }
  });
  let keysAsked = 0;
  provider.use(async (ctx, next) => {
    await next();
    if (lateKeys && ctx.path === '/jwks' && keysAsked++ === 0) ctx.body = { keys: [] };
  });
  server.on('request', provider.callback());
  console.log(issuer);
});

function sign(claims, key = ours.privateKey) {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'ours' }).sign(key);
}

function encode(part) {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
