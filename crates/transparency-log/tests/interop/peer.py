"""The other side of the interoperability test: an implementation from elsewhere (aics-tlog).

  peer.py make DIR    writes a log: tiles, checkpoints, proofs, and the same tampered with
  peer.py check DIR   checks such a log; says what is wrong with it, one thing a line

DIR holds

  keys                    the verifier keys of log and witness, a line each
  tile/...                the tree
  checkpoint/SIZE         the checkpoint at SIZE, signed and cosigned
  proofs                  a line each: `inclusion SIZE INDEX LEAF HASH...` and
                          `consistency OLD NEW HASH...`, hashes in base64
  tampered/checkpoint/*   checkpoints that must be refused
  tampered/proofs         proofs that must be refused
  tampered/tile/...       the tree of the smallest size with a wrong tile in it
"""

import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import aics_tlog as tlog
from aics_tlog.note import b64_decode, b64_encode

SIZES = [1, 2, 255, 256, 257, 511, 65_535, 65_536, 65_537, 70_000]
TAMPERED_SIZE = 257


def proofs_wanted():
    for at, size in enumerate(SIZES):
        for index in sorted({0, size // 2, size - 1}):
            yield "inclusion", size, index
        for old in SIZES[: at + 1]:
            yield "consistency", old, size


def make(folder: Path) -> None:
    log_key, witness_key = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    log, witness = "other.example/log", "other.example/witness"
    vkeys = [
        tlog.vkey_from_ed25519(log, log_key.public_key()),
        tlog.cosignature_vkey(witness, witness_key.public_key()),
    ]
    write(folder / "keys", "".join(tlog.format_vkey(key) + "\n" for key in vkeys))

    entries = [f"entry {n}".encode() for n in range(SIZES[-1])]
    store = tlog.DirectoryTileStore(folder, fsync=False)
    writer = tlog.IncrementalTileWriter(store, prune_partials=False)
    notes = {}
    for size in SIZES:
        writer.append(entries[writer.size : size])
        head = tlog.Checkpoint(log, size, writer.root())
        note = tlog.sign_checkpoint(head, log_key, log)
        _, line = tlog.sign_cosignature(witness_key, witness, 1_764_298_800, log, size, head.root)
        notes[size] = tlog.Note(note.text, (*note.signatures, line)).serialise()
        write(folder / "checkpoint" / str(size), notes[size])

    lines, tampered = [], []
    for kind, a, b in proofs_wanted():
        if kind == "inclusion":
            path = tlog.inclusion_proof_from_tiles(store, b, a)
            lines.append(["inclusion", a, b, tlog.leaf_hash(entries[b]), *path])
            tampered.append(["inclusion", a, b, tlog.leaf_hash(entries[b] + b"!"), *path])
        else:
            path = tlog.consistency_proof_from_tiles(store, a, b)
            lines.append(["consistency", a, b, *path])
            tampered.append(["consistency", a, b, *path, bytes(32)])
        if path:
            flipped = bytes([path[0][0] ^ 1]) + path[0][1:]
            tampered.append([*lines[-1][: len(lines[-1]) - len(path)], flipped, *path[1:]])
    write(folder / "proofs", "".join(map(proof_line, lines)))
    write(folder / "tampered/proofs", "".join(map(proof_line, tampered)))
    tamper_with_checkpoints(folder / "tampered/checkpoint", notes)
    for file in (folder / "tile").rglob("*"):
        if file.is_file() and "entries" not in file.parts:
            data = bytearray(file.read_bytes())
            data[0] ^= file == folder / "tile/0/000"
            copy = folder / "tampered" / file.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(data)


def tamper_with_checkpoints(folder: Path, notes: dict[int, str]) -> None:
    one, other = notes[256], notes[257]
    lines, others = one.split("\n"), other.split("\n")
    write(folder / "size", one.replace("\n256\n", "\n255\n"))
    write(folder / "root", "\n".join([*lines[:2], others[2], *lines[3:]]))
    write(folder / "origin", one.replace("other.example/log\n", "other.example/lag\n", 1))
    write(folder / "not-by-log", "\n".join([*lines[:4], *lines[5:]]))
    write(folder / "foreign-cosignature", "\n".join([*lines[:5], *others[5:]]))
    write(folder / "extended", one.replace("\n\n", "\nmore\n\n", 1))


def check(folder: Path) -> list[str]:
    log, witness = map(tlog.parse_vkey, (folder / "keys").read_text().split())
    reader = tlog.FileSystemTileReader(folder)
    roots, wrong, checked = {}, [], 0

    def expect(holds: bool, what: str) -> None:
        nonlocal checked
        checked += 1
        if not holds:
            wrong.append(what)

    def is_signed(path: Path) -> bool:
        try:
            note = tlog.parse_note(path.read_bytes())
            result = tlog.verify_checkpoint(note, log, [witness], 1)
            return result.ok and tlog.parse_checkpoint(note.text).origin == log.name
        except ValueError:
            return False

    for size in SIZES:
        path = folder / "checkpoint" / str(size)
        expect(is_signed(path), f"checkpoint {size} is refused")
        head = tlog.parse_checkpoint(tlog.parse_note(path.read_bytes()).text)
        roots[size] = head.root
        expect(head.size == size, f"checkpoint {size} is of size {head.size}")
        root = tlog.tree_root_from_tiles(reader, size)
        expect(root == head.root, f"the tiles of {size} have another root")
        try:
            tlog.audit_tiles(reader, size, head.root, entries=False)
        except (OSError, ValueError) as error:
            expect(False, f"the tiles of {size}: {error}")

    for words in proof_lines(folder / "proofs"):
        expect(holds(words, roots), f"refused: {' '.join(words[:3])}")
        made = remade(words, reader)
        given = words[4:] if words[0] == "inclusion" else words[3:]
        expect(made == given, f"another proof is made: {' '.join(words[:3])}")
    for words in proof_lines(folder / "tampered/proofs"):
        expect(not holds(words, roots), f"accepted though tampered with: {' '.join(words)}")
    for path in (folder / "tampered/checkpoint").iterdir():
        expect(not is_signed(path), f"accepted though tampered with: checkpoint {path.name}")
    try:
        tampered = tlog.FileSystemTileReader(folder / "tampered")
        tlog.audit_tiles(tampered, TAMPERED_SIZE, roots[TAMPERED_SIZE], entries=False)
        expect(False, "a wrong tile is accepted")
    except ValueError:
        checked += 1
    print(f"{checked} checked")
    return wrong


def holds(words: list[str], roots: dict[int, bytes]) -> bool:
    kind, a, b = words[0], int(words[1]), int(words[2])
    hashes = list(map(b64_decode, words[3:]))
    if kind == "inclusion":
        return tlog.verify_inclusion(hashes[0], b, a, hashes[1:], roots[a])
    return tlog.verify_consistency(a, b, roots[a], roots[b], hashes)


def remade(words: list[str], reader) -> list[str]:
    kind, a, b = words[0], int(words[1]), int(words[2])
    if kind == "inclusion":
        path = tlog.inclusion_proof_from_tiles(reader, b, a)
    else:
        path = tlog.consistency_proof_from_tiles(reader, a, b)
    return list(map(b64_encode, path))


def proof_lines(path: Path):
    return [line.split() for line in path.read_text().splitlines()]


def proof_line(parts: list) -> str:
    return " ".join(b64_encode(p) if isinstance(p, bytes) else str(p) for p in parts) + "\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    command, folder = sys.argv[1], Path(sys.argv[2])
    if command == "make":
        make(folder)
    else:
        wrong = check(folder)
        print("\n".join(wrong))
        sys.exit(1 if wrong else 0)
