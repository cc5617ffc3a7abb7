// Words selected in a source's text fill in the quote that is added next.
"use strict";

(function () {
  // A browser counts UTF-16 units; quotes stand at code points.
  function codePoints(text) {
    return Array.from(text).length;
  }

  // Undefined where the selection is not in the passage: a click on the link must not undo it.
  function selectedIn(passage) {
    const selection = document.getSelection();
    const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
    if (!range || !passage.contains(range.startContainer) || !passage.contains(range.endContainer)) {
      return undefined;
    }
    const before = document.createRange();
    before.selectNodeContents(passage);
    before.setEnd(range.startContainer, range.startOffset);
    return { exact: range.toString(), start: codePoints(before.toString()) };
  }

  document.addEventListener("DOMContentLoaded", function () {
    const passage = document.getElementById("passage");
    const link = document.getElementById("add-quote");
    if (!passage || !link) {
      return;
    }
    const plain = link.href;
    document.addEventListener("selectionchange", function () {
      const selected = selectedIn(passage);
      if (!selected) {
        return;
      }
      const url = new URL(plain);
      if (selected.exact) {
        url.searchParams.set("exact", selected.exact);
        url.searchParams.set("start", selected.start);
        link.textContent = "Add these words as a quote";
      } else {
        link.textContent = "Add quote";
      }
      link.href = url.href;
    });
  });
})();
