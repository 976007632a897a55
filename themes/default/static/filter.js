// Filters of a list: rows carry what they are filed under as data attributes. The address keeps the
// choice, so that a filtered list can be sent to someone.
export function filterLists() {
  for (const form of document.querySelectorAll("[data-list]")) {
    const rows = [...document.querySelectorAll(form.dataset.list)];
    if (!rows.length) continue;
    const selects = [...form.querySelectorAll("select")];
    const status = form.querySelector("[role=status]");
    const read = () => {
      const asked = new URLSearchParams(location.search);
      for (const select of selects) {
        const value = asked.get(select.name) ?? "";
        select.value = [...select.options].some((o) => o.value === value) ? value : "";
      }
    };
    const apply = () => {
      const chosen = selects.filter((s) => s.value);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !chosen.every((s) => (row.dataset[s.name] ?? "").split(" ").includes(s.value));
        if (!row.hidden) shown++;
      }
      // What is folded opens where something of it is left.
      for (const fold of new Set(rows.map((row) => row.closest("details")))) {
        if (!fold) continue;
        fold.hidden = [...fold.querySelectorAll("li")].every((row) => row.hidden);
        if (chosen.length) fold.open = !fold.hidden;
      }
      // A heading without rows says nothing.
      const lists = new Set(rows.map((row) => row.parentElement));
      for (const section of new Set([...lists].map((list) => list.closest("section")))) {
        if (section && section.id !== "h-measures" && !section.querySelector("[data-list]")) section.hidden = [...section.querySelectorAll("[data-city], [data-role], [data-topic]")].every((row) => row.hidden);
      }
      for (const list of lists) {
        list.hidden = [...list.children].every((row) => row.hidden);
        const head = list.previousElementSibling;
        if (head?.matches("h3, .of")) head.hidden = list.hidden;
      }
      status.textContent = chosen.length ? form.dataset.found.replace("{n}", shown).replace("{all}", rows.length) : "";
    };
    form.addEventListener("change", () => {
      const asked = new URLSearchParams(location.search);
      for (const { name, value } of selects) value ? asked.set(name, value) : asked.delete(name);
      history.replaceState(null, "", (asked.size ? `?${asked}` : location.pathname) + location.hash);
      apply();
    });
    form.hidden = false;
    form.nextElementSibling?.matches(".by") && (form.nextElementSibling.hidden = true);
    read();
    apply();
  }
}
