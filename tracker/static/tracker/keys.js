"use strict";

// The commonest steps by key, for hands that type all day: docs/how-to-run.md lists them.
// "/" searches the list, "n" goes to the next in the queue, Ctrl or Command with "s" saves.
(() => {
  const typing = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  const steps = {
    "/": () => document.getElementById("searchbar"),
    n: () => document.querySelector("a[rel=next]"),
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key === "s") {
      const save = document.querySelector("input[name=_save], .submit-row input.default");
      if (save) {
        event.preventDefault();
        save.click();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const found = steps[event.key]?.();
    if (!found) return;
    event.preventDefault();
    if (found.matches("input")) found.focus();
    else found.click();
  });
})();
