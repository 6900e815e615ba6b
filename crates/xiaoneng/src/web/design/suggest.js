// Suggests items while somebody types: the combobox of ARIA.
(() => {
  const input = document.getElementById("q");
  const list = document.createElement("ul");
  const say = (element, said) => {
    for (const name in said) element.setAttribute(name, said[name]);
  };
  list.id = "suggested";
  say(list, { role: "listbox", "aria-label": input.dataset.suggested });
  say(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
  input.after(list);
  let at, waiting, asked = 0;

  const choose = (place) => {
    at = place;
    [...list.children].forEach((it, n) => say(it, { "aria-selected": n === at }));
    say(input, { "aria-activedescendant": list.children[at]?.id ?? "" });
  };
  const option = ({ name, address }, n) => {
    const element = document.createElement("li");
    element.textContent = name;
    element.onclick = () => location.assign(address);
    say(element, { role: "option", id: `suggested-${n}` });
    return element;
  };
  const show = (items) => {
    list.replaceChildren(...items.map(option));
    list.hidden = !items.length;
    say(input, { "aria-expanded": !list.hidden });
    choose(-1);
  };

  input.oninput = () => {
    const mine = ++asked;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const answer = await fetch("/suggest?q=" + encodeURIComponent(input.value));
      if (answer.ok && mine === asked) show(await answer.json());
    }, 150);
  };
  input.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = list.children.length + 1;
    if (list.hidden || event.isComposing) return;
    if (step) choose(((at + 1 + step + places) % places) - 1);
    else if (event.key === "Enter" && at >= 0) list.children[at].click();
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
  };
  input.onblur = () => {
    clearTimeout(waiting);
    asked++;
    show([]);
  };
  list.onmousedown = (event) => event.preventDefault();
  show([]);
})();
