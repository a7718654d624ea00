"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const controls = byId("controls");
  if (!controls) return;
  const files = [...document.querySelectorAll(".file")].map((node) => ({
    node,
    findings: [...node.querySelectorAll("li.finding")].map((item) => ({ node: item, words: null })),
  }));
  const search = byId("search"), severity = byId("severity"), shown = byId("shown");

  // What is searched is read when somebody first searches.
  const holds = (file, finding, words) => {
    finding.words ??= (file.node.querySelector("h3").textContent + "\n" + finding.node.textContent).toLowerCase();
    return words.every((word) => finding.words.includes(word));
  };
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const file of files) {
      let own = 0;
      for (const finding of file.findings) {
        const isShown = (!severity.value || finding.node.classList.contains(severity.value))
          && (!words.length || holds(file, finding, words));
        finding.node.hidden = !isShown;
        if (isShown) own += 1;
      }
      file.node.hidden = own === 0;
      count += own;
    }
    shown.textContent = count + (count === 1 ? " finding" : " findings");
  };
  controls.hidden = false;
  search.addEventListener("input", filter);
  severity.addEventListener("change", filter);
  filter();
})();
