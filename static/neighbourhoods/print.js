// The print button is of use only where a script can print.
const box = document.getElementById("print");
box.hidden = false;
box.querySelector("button").addEventListener("click", () => window.print());
