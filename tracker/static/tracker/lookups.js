// Look-ups are named for those who listen: their own markup leaves the label behind.
"use strict";

(function () {
  function labelOf(select) {
    if (select.labels && select.labels.length) {
      return select.labels[0].textContent.trim().replace(/:$/, "");
    }
    const cell = select.closest("td"); // in a table of parts the head of the column says it
    const head = cell && cell.closest("table").querySelectorAll("thead th")[cell.cellIndex];
    return head ? head.textContent.trim() : "Look up";
  }

  function name(page) {
    page.querySelectorAll("select.admin-autocomplete").forEach(function (select) {
      const drawn = select.nextElementSibling;
      if (drawn) {
        drawn.querySelectorAll("[role=combobox], [role=textbox]").forEach(function (box) {
          box.setAttribute("aria-label", labelOf(select));
        });
      }
    });
  }

  // Whenever some are drawn: with the page, or with a new row in a table of parts.
  new MutationObserver(function () {
    name(document);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
