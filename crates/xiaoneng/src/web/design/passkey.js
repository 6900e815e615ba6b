// Passkeys: asks the browser for one (Web Authentication, 5.1), to add it or to sign in with it.
for (const place of document.querySelectorAll("[data-passkey]")) {
  const { passkey, begin, origin, none } = place.dataset;
  const form = place.querySelector("form");
  const alert = place.querySelector("[role=alert]");
  const kind = globalThis.PublicKeyCredential;
  const publicKey = {
    create: (options) => kind.parseCreationOptionsFromJSON(options),
    get: (options) => kind.parseRequestOptionsFromJSON(options),
  };

  // Without scripts, or where the browser knows no passkeys, the page says what serves instead.
  const isHere = location.origin === origin;
  if (isHere && !kind?.parseRequestOptionsFromJSON) continue;
  place.querySelector("[data-without]").hidden = true;
  place.querySelector("[data-elsewhere]").hidden = isHere;
  form.hidden = !isHere;

  form.onsubmit = async (event) => {
    event.preventDefault();
    alert.textContent = "";
    let refused;
    try {
      const answer = await fetch(begin, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
      });
      const said = await answer.json();
      if (!answer.ok) refused = `${said.title} ${said.detail}`;
      const made = await navigator.credentials[passkey]({ publicKey: publicKey[passkey](said) });
      form.elements.response.value = JSON.stringify(made.toJSON());
      form.submit();
    } catch {
      // Called off, too late, cut off, or on this device already.
      alert.textContent = refused ?? none;
    }
  };
}
