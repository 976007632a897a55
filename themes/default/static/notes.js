// Notes on marked figures and bodies: shown on hover, focus or touch; the link goes on as it does
// without this.
export function showNotes() {
  if (!document.querySelector("[data-note]")) return;
  const note = document.createElement("div");
  note.id = "note";
  note.setAttribute("role", "tooltip");
  note.hidden = true;
  document.body.append(note);
  let shown, timer;
  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    note.hidden = true;
    shown = undefined;
  };
  const later = () => { timer = setTimeout(hide, 250); };
  const show = (mark) => {
    clearTimeout(timer);
    if (shown === mark) return;
    hide();
    shown = mark;
    const words = document.createElement("span");
    words.textContent = mark.dataset.note;
    const more = document.createElement("a");
    more.href = mark.href;
    more.textContent = mark.dataset.more;
    // Reached by touch and mouse; from the keyboard the mark itself is the same link.
    more.tabIndex = -1;
    note.replaceChildren(words, more);
    note.hidden = false;
    mark.setAttribute("aria-describedby", "note");
    const box = mark.getClientRects()[0];
    const left = Math.min(box.left, document.documentElement.clientWidth - note.offsetWidth - 8);
    note.style.left = `${Math.max(8, left) + scrollX}px`;
    const below = box.bottom + 6 + note.offsetHeight < innerHeight || box.top < note.offsetHeight + 12;
    note.style.top = `${(below ? box.bottom + 6 : box.top - note.offsetHeight - 6) + scrollY}px`;
  };
  const marked = (event) => event.target.closest?.("[data-note]");
  let touch = false;
  document.addEventListener("pointerdown", (event) => {
    touch = event.pointerType === "touch";
    if (shown && !marked(event) && !note.contains(event.target)) hide();
  });
  // The first touch shows the note, the second follows the link.
  document.addEventListener("click", (event) => {
    const mark = marked(event);
    if (mark && touch && shown !== mark) {
      event.preventDefault();
      show(mark);
    }
  });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const mark = marked(event);
    if (mark) show(mark);
    else if (note.contains(event.target)) clearTimeout(timer);
    else if (shown && document.activeElement !== shown) later();
  });
  document.addEventListener("focusin", (event) => {
    const mark = marked(event);
    if (mark && !touch) show(mark);
    else if (!mark && !note.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}
