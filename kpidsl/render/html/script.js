"use strict";
// What a reader can do here and not on paper: pick rows by status, put them in order, open what stands behind a row.
// Words, counts of places and figures all come with the page; nothing is worked out here but which rows are shown.

// Some browsers forget that a table is one where its rows are set as blocks; the roles remind them.
const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };
roles["th[scope=col]"] = "columnheader";
roles["tbody th"] = "rowheader";
for (const [found, role] of Object.entries(roles)) {
  for (const part of document.querySelectorAll(found)) part.setAttribute("role", role);
}

// ---- rows by status, and in order

for (const box of document.querySelectorAll(".table:has(> .controls)")) {
  const controls = box.querySelector(".controls");
  const said = controls.querySelector("[role=status]");
  const choice = controls.querySelector("select");
  const buttons = [...controls.querySelectorAll("button")];
  const table = box.querySelector("table");
  const heads = [...table.tHead.rows[0].cells];
  const groups = [...table.tBodies];
  const rows = groups.flatMap((group) => [...group.rows].filter((row) => !row.matches(".section, .theme")));
  const sections = new Map(rows.map((row) => [row, row.parentNode.querySelector(".section")?.textContent]));
  const lifted = document.createElement("tbody");
  lifted.setAttribute("role", "rowgroup");

  // A whole and its parts: they stay together whatever is done.
  const families = [];
  for (const row of rows) {
    const follows = row.matches(".part") && families.length && row.previousElementSibling === families.at(-1).at(-1);
    follows ? families.at(-1).push(row) : families.push([row]);
  }
  const inOwnOrder = new Map(groups.map((group) => [group, [...group.children]]));

  function place(row, column) {
    const found = row.dataset.places.split(" ")[column];
    return found === "-" ? null : Number(found);
  }

  function order() {
    const [column, way] = choice.value.split(" ");
    for (const name of box.querySelectorAll(".of")) name.remove();
    heads.forEach((head, at) => {
      if (!head.dataset.up) return;
      const is = choice.value !== "" && at === Number(column);
      head.setAttribute("aria-sort", is ? (way === "up" ? "ascending" : "descending") : "none");
    });
    if (choice.value === "") {
      for (const [group, children] of inOwnOrder) group.append(...children);
      lifted.remove();
      return;
    }
    const turn = way === "up" ? 1 : -1;
    const sorted = [...families].sort(([one], [other]) => {
      const [a, b] = [place(one, column), place(other, column)];
      return a === null || b === null ? (a === null) - (b === null) : turn * (a - b);
    });
    lifted.append(...sorted.flat());
    for (const row of rows) {
      if (!sections.get(row)) continue;
      const name = document.createElement("span");
      name.className = "of";
      name.textContent = sections.get(row);
      row.cells[0].append(name);
    }
    table.append(lifted);
  }

  function pick() {
    const wanted = buttons.filter((button) => button.ariaPressed === "true").map((button) => button.dataset.status);
    const fits = (row) => wanted.length === 0 || wanted.includes("") || wanted.includes(row.dataset.status);
    for (const family of families) {
      family.forEach((row, at) => { row.hidden = at === 0 ? !family.some(fits) : !fits(row); });
    }
    let theme = null;  // heads its own group and those that follow
    for (const group of groups) {
      const shows = [...group.children].some((row) => !row.hidden && !row.matches(".section, .theme"));
      const [own, section] = [group.querySelector(".theme"), group.querySelector(".section")];
      theme = own ?? theme;
      if (own) own.hidden = true;
      if (theme && shows) theme.hidden = false;
      if (section) section.hidden = !shows;
    }
    for (const group of groups) group.hidden = [...group.children].every((row) => row.hidden);
    const shown = rows.filter((row) => !row.hidden).length;
    let text = said.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
    if (choice.value !== "") {
      const [column, way] = choice.value.split(" ");
      const { up, down } = heads[column].dataset;
      const title = heads[column].querySelector(".title").textContent;
      text += " " + said.dataset.sorted.replace("{column}", title).replace("{order}", way === "up" ? up : down);
    }
    controls.classList.toggle("idle", shown === rows.length && choice.value === "");
    if (said.textContent !== text) said.textContent = text;
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const is = button.ariaPressed !== "true";
      button.ariaPressed = String(is);
      for (const other of buttons) {
        if (other !== button && (button.dataset.status === "" || other.dataset.status === "")) {
          other.ariaPressed = "false";
        }
      }
      if (buttons.every((other) => other.ariaPressed !== "true")) buttons[0].ariaPressed = "true";
      pick();
    });
  }
  choice.addEventListener("change", () => { order(); pick(); });
  heads.forEach((head, at) => {
    if (!head.dataset.up) return;
    const title = head.querySelector(".title");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title.textContent;
    head.prepend(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const next = { [`${at} up`]: `${at} down`, [`${at} down`]: "" };
      choice.value = next[choice.value] ?? `${at} up`;
      order();
      pick();
    });
  });
  controls.hidden = false;
  pick();
}

// ---- contents: folded away where they would stand before the report

if (matchMedia("(max-width: 63.999rem)").matches) document.querySelector("nav details").open = false;

// ---- what stands behind a row

const dialog = document.querySelector("dialog");
if (dialog && typeof dialog.showModal === "function") {
  const title = dialog.querySelector("h3");
  const inside = dialog.querySelector(".detail");
  for (const link of document.querySelectorAll("a.more")) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      const found = document.getElementById(link.hash.slice(1));
      if (!found || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const own = found.closest("details").querySelector("summary > *");
      title.textContent = own.textContent;
      inside.replaceChildren(...[...found.childNodes].map((node) => node.cloneNode(true)));
      for (const head of inside.querySelectorAll("h4, h5, h6")) {  // as far below the title here as there
        head.setAttribute("aria-level", head.tagName[1] - own.tagName[1] + 3);
      }
      dialog.showModal();
      dialog.scrollTop = 0;
      title.focus();
    });
  }
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => inside.replaceChildren());
}
