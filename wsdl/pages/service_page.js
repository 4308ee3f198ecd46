"use strict";
// Puts a button to copy beside each text that is made to be pasted. Without this script the page lacks only these.
const status = document.getElementById("status");
const copied = async (source) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(source.textContent);
  // Off HTTPS and off this machine browsers have no clipboard for scripts, but for what is selected.
  getSelection().selectAllChildren(source);
  if (!document.execCommand("copy")) throw new Error("not copied");
};
for (const source of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${source.dataset.copy}`);
  button.addEventListener("click", async () => {
    try {
      await copied(source);
      button.textContent = "Copied";
      status.textContent = `Copied ${source.dataset.copy}.`;
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = "Selected";
      status.textContent = `Selected ${source.dataset.copy}; copy it with the keyboard.`;
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  const place = source.closest("figure")?.querySelector("figcaption") ?? source.parentElement;
  place.append(button);
}
