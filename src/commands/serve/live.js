// Loads the page again after a build, and shows what is wrong with the last one over the page.
(() => {
  let seen = null;
  let box = null;
  const show = (wrong) => {
    if (!wrong) {
      box?.remove();
      box = null;
      return;
    }
    if (!box) {
      box = document.createElement("pre");
      box.id = "cewen-wrong";
      box.setAttribute("role", "alert");
      box.style.cssText =
        "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;margin:0;padding:1rem;z-index:9999;" +
        "background:#1b1b1b;color:#fff;border-top:4px solid #d33;font:14px/1.5 ui-monospace,monospace;white-space:pre-wrap";
      document.body.append(box);
    }
    // Text from files: never as markup.
    box.textContent = wrong;
  };
  const source = new EventSource("/.cewen/events");
  source.onmessage = (message) => {
    const now = JSON.parse(message.data);
    if (seen !== null && now.version !== seen && !now.wrong) {
      location.reload();
      return;
    }
    seen = now.version;
    show(now.wrong);
  };
})();
