// Up and down buttons for the columns and rows of a data table; moving one renumbers the position fields.
"use strict";

(() => {
  const { up, down } = document.currentScript.dataset;

  const rowsOf = (body) =>
    [...body.querySelectorAll("tr.form-row:not(.empty-form)")].filter((row) => row.querySelector("input.position"));

  const isUsed = (row) =>
    row.classList.contains("has_original") ||
    [...row.querySelectorAll("input:not([type=hidden]):not(.position), select")].some((field) => field.value);

  const number = (body) => {
    let position = 0;
    rowsOf(body).forEach((row) => {
      if (isUsed(row)) row.querySelector("input.position").value = ++position;
    });
  };

  const move = (row, step) => {
    const rows = rowsOf(row.parentElement);
    const other = rows[rows.indexOf(row) + step];
    if (!other) return;
    // Django puts the name of a saved row into the same <tr>, so it moves too.
    if (step < 0) other.before(row);
    else other.after(row);
    number(row.parentElement);
  };

  const button = (row, label, sign, step) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "place";
    element.textContent = sign;
    element.title = label;
    element.setAttribute("aria-label", label);
    element.addEventListener("click", () => {
      move(row, step);
      element.focus();
    });
    return element;
  };

  const addButtons = (row) => {
    const field = row.querySelector("input.position");
    if (!field || row.querySelector("button.place")) return;
    const pair = document.createElement("span");
    pair.className = "places";
    pair.append(button(row, up, "↑", -1), button(row, down, "↓", 1));
    field.after(pair);
  };

  // Rows are periods or areas: hide the cells that the chosen layout does not use, unless they have a value.
  const hideUnused = (group, field, needed) => {
    const cells = [...group.querySelectorAll(`.field-${field}, .column-${field}`)];
    const filled = cells.some((cell) => [...cell.querySelectorAll("input, select")].some((input) => input.value));
    cells.forEach((cell) => cell.classList.toggle("unused", !needed && !filled));
  };

  // Of the rule for rows only what it needs is shown, and the list of rows only without a rule.
  const applyRule = () => {
    const rule = document.querySelector("#id_row_rule")?.value;
    if (!rule) return;
    const neededBy = { first: "span", last: "span", rows_count: "last", rows_level: "level" };
    Object.entries(neededBy).forEach(([field, needed]) => {
      document.querySelectorAll(`.field-${field}`).forEach((row) => row.classList.toggle("unused", rule !== needed));
    });
    document.getElementById("rows-group")?.classList.toggle("unused", rule !== "listed");
  };

  const applyLayout = () => {
    applyRule();
    const areas = document.querySelector("#id_rows_are")?.value === "areas";
    const [columns, rows] = ["columns-group", "rows-group"].map((id) => document.getElementById(id));
    if (!columns || !rows || !document.querySelector("#id_rows_are")) return;
    const needsBase = [...columns.querySelectorAll("select[name$=-formula]")].some((field) => ["share", "rate"].includes(field.value));
    hideUnused(columns, "period", areas);
    hideUnused(columns, "base", needsBase);
    hideUnused(rows, "period", !areas);
    hideUnused(rows, "area", areas);
  };

  document.addEventListener("DOMContentLoaded", () => {
    // Django's heading without a text is none.
    document.querySelectorAll(".placed th.original").forEach((heading) => {
      heading.replaceWith(Object.assign(document.createElement("td"), { className: "original" }));
    });
    applyLayout();
    document.querySelectorAll("#id_rows_are, #id_row_rule").forEach((field) => field.addEventListener("change", applyLayout));
    document.getElementById("columns-group")?.addEventListener("change", ({ target }) => {
      if (target.name?.endsWith("-formula")) applyLayout();
    });
    document.querySelectorAll(".placed tr.form-row:not(.empty-form)").forEach(addButtons);
  });
  document.addEventListener("formset:added", (event) => {
    if (!event.target.closest(".placed")) return;
    addButtons(event.target);
    applyLayout();
  });
})();
