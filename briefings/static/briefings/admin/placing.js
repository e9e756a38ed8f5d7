// Up and down buttons beside the position of each column and row; numbers are written when something moves.
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
    // Django prints the name of a stored row in the same <tr>, so moving the <tr> moves everything.
    if (step < 0) other.before(row);
    else other.after(row);
    number(row.parentElement);
  };

  const button = (row, label, sign, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "place";
    made.textContent = sign;
    made.title = label;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => {
      move(row, step);
      made.focus();
    });
    return made;
  };

  const equip = (row) => {
    const field = row.querySelector("input.position");
    if (!field || row.querySelector("button.place")) return;
    const pair = document.createElement("span");
    pair.className = "places";
    pair.append(button(row, up, "↑", -1), button(row, down, "↓", 1));
    field.after(pair);
  };

  // Rows are periods or areas: the cells that the chosen layout leaves empty step aside, unless something is in them.
  const setAside = (group, field, wanted) => {
    const cells = [...group.querySelectorAll(`.field-${field}, .column-${field}`)];
    const used = cells.some((cell) => [...cell.querySelectorAll("input, select")].some((one) => one.value));
    cells.forEach((cell) => cell.classList.toggle("unused", !wanted && !used));
  };

  const layOut = () => {
    const areas = document.querySelector("#id_rows_are")?.value === "areas";
    const [columns, rows] = ["columns-group", "rows-group"].map((id) => document.getElementById(id));
    if (!columns || !rows || !document.querySelector("#id_rows_are")) return;
    setAside(columns, "period", areas);
    setAside(rows, "period", !areas);
    setAside(rows, "area", areas);
  };

  document.addEventListener("DOMContentLoaded", () => {
    layOut();
    document.querySelector("#id_rows_are")?.addEventListener("change", layOut);
    document.querySelectorAll(".placed tr.form-row:not(.empty-form)").forEach(equip);
  });
  document.addEventListener("formset:added", (event) => {
    if (!event.target.closest(".placed")) return;
    equip(event.target);
    layOut();
  });
})();
