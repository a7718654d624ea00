"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  // Once the page is painted, or is not looked at, the table takes all rows.
  let started = false;
  const startOnce = () => {
    if (started) return;
    started = true;
    start();
  };
  requestAnimationFrame(() => setTimeout(startOnce, 0));
  setTimeout(startOnce, 500);

  function start() {
    const { rows, texts } = JSON.parse(byId("data").textContent);
    const SCOPE = 0, KIND = 1, NAME = 2, NAMESPACE = 3, STATUS = 4, PROFILE = 5, REASON = 6, FILE = 7, VIA = 8,
      OWNER = 9, VERDICT = 10, WHY = 11, LINE = 12, CPU = 13, MEMORY = 14, SIZECPU = 15, SIZEMEMORY = 16,
      REPLICAS = 17, PRICE = 18, BLOCKERS = 19, FINDINGS = 20;
    const PAGE = 100;
    const verdicts = {
      "moves": "can move", "moves-after": "can move after changes", "stays": "stays", "undecided": "nobody can tell",
    };
    const text = (row, column) => texts[row[column]];
    const place = (row) => text(row, FILE) + ":" + row[LINE];
    const cost = (row) => row[PRICE] === null ? null : row[PRICE];
    const decimal = (value) => value === null ? "?" : String(Math.round(value * 100) / 100);
    const amounts = (cpu, memory) => cpu === 0 && memory === 0 ? "nothing" : decimal(cpu) + " vCPU " + decimal(memory) + " GiB";
    const columns = [
      { sort: (row) => text(row, KIND) + "/" + text(row, NAME), show: (row) => text(row, KIND) + "/" + text(row, NAME) },
      { sort: (row) => text(row, NAMESPACE), show: (row) => text(row, NAMESPACE) || "?" },
      {
        sort: (row) => text(row, STATUS) + " " + text(row, PROFILE), badge: (row) => text(row, STATUS),
        show: (row) => text(row, PROFILE),
      },
      { sort: (row) => row[CPU] === null ? -1 : row[CPU] + (row[MEMORY] || 0) / 1e4, show: (row) => amounts(row[CPU], row[MEMORY]) },
      {
        sort: (row) => row[SIZECPU] === null ? 1e9 : row[SIZECPU] + row[SIZEMEMORY] / 1e4,
        show: (row) => row[SIZECPU] === null ? (row[CPU] === null || row[MEMORY] === null ? "not known" : "too large")
          : amounts(row[SIZECPU], row[SIZEMEMORY]),
      },
      { number: true, sort: (row) => row[REPLICAS] === null ? -1 : row[REPLICAS], show: (row) => row[REPLICAS] === null ? "" : row[REPLICAS] },
      {
        number: true, sort: (row) => cost(row) === null ? -1 : cost(row),
        show: (row) => cost(row) === null ? "" : "$" + cost(row).toFixed(2),
      },
      { number: true, sort: (row) => row[BLOCKERS], show: (row) => row[BLOCKERS] || "" },
      { sort: (row) => text(row, VERDICT), show: (row) => verdicts[text(row, VERDICT)] || "" },
      { sort: place, show: (row) => place(row) + (text(row, VIA) ? " as " + text(row, VIA) + " deploys it" : "") },
    ];
    const table = byId("rows"), body = table.tBodies[0], search = byId("search");
    const state = { words: [], status: "", verdict: "", column: -1, descending: false, page: 0 };
    let haystacks = null, found = rows;

    // Haystacks are made when somebody first searches.
    const haystack = (index) => {
      haystacks ||= rows.map((row) =>
        [SCOPE, KIND, NAMESPACE, PROFILE, FILE, VIA, OWNER].map((column) => text(row, column)).join("\n").toLowerCase()
          + "\n" + (text(row, KIND) + "/" + text(row, NAME)).toLowerCase());
      return haystacks[index];
    };

    const select = () => {
      const status = texts.indexOf(state.status), verdict = texts.indexOf(state.verdict);
      found = rows.filter((row, index) =>
        (!state.status || row[STATUS] === status) && (!state.verdict || row[VERDICT] === verdict)
          && state.words.every((word) => haystack(index).includes(word)));
      if (state.column >= 0) {
        const key = columns[state.column].sort, sign = state.descending ? -1 : 1;
        const keys = new Map(found.map((row) => [row, key(row)]));
        found.sort((one, other) => {
          const a = keys.get(one), b = keys.get(other);
          return sign * (a < b ? -1 : a > b ? 1 : 0);
        });
      }
      state.page = 0;
      show();
    };

    const cell = (column, row) => {
      const td = document.createElement("td");
      if (column.number) td.className = "n";
      if (column.badge) {
        const badge = document.createElement("span");
        badge.className = "badge " + column.badge(row);
        badge.textContent = column.badge(row);
        td.append(badge, " ");
      }
      td.append(String(column.show(row)));
      return td;
    };

    const detail = (row) => {
      const tr = document.createElement("tr"), td = document.createElement("td"), list = document.createElement("ul");
      tr.className = "detail";
      td.colSpan = columns.length;
      const lines = [text(row, REASON), text(row, WHY), ...row.slice(FINDINGS).map((place) => texts[place])];
      if (text(row, SCOPE)) lines.unshift("scope " + text(row, SCOPE));
      if (text(row, OWNER)) lines.push("owned by " + text(row, OWNER));
      for (const line of lines.filter(Boolean)) {
        const item = document.createElement("li");
        item.textContent = line;
        list.append(item);
      }
      td.append(list);
      tr.append(td);
      return tr;
    };

    const toggle = (tr) => {
      const open = tr.getAttribute("aria-expanded") === "true";
      tr.setAttribute("aria-expanded", String(!open));
      if (open) tr.nextElementSibling.remove();
      else tr.after(detail(found[Number(tr.dataset.place)]));
    };

    const show = () => {
      const first = state.page * PAGE, last = Math.min(first + PAGE, found.length);
      const part = document.createDocumentFragment();
      for (let place = first; place < last; place++) {
        const tr = document.createElement("tr");
        tr.dataset.place = place;
        tr.tabIndex = 0;
        tr.setAttribute("aria-expanded", "false");
        tr.append(...columns.map((column) => cell(column, found[place])));
        part.append(tr);
      }
      body.replaceChildren(part);
      byId("shown").textContent = found.length === rows.length
        ? rows.length.toLocaleString("en") + " workloads"
        : found.length.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " workloads";
      byId("page").textContent = found.length ? (first + 1).toLocaleString("en") + "–" + last.toLocaleString("en") : "none";
      byId("back").disabled = first === 0;
      byId("next").disabled = last === found.length;
      byId("pager").hidden = found.length <= PAGE;
    };

    const turn = (pages) => {
      const page = state.page + pages;
      if (page < 0 || page * PAGE >= found.length) return;
      state.page = page;
      show();
      table.scrollIntoView({ block: "start" });
    };

    // Heads sort.
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => {
        state.descending = state.column === column ? !state.descending : Boolean(columns[column].number);
        state.column = column;
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
        select();
      });
      head.replaceChildren(button);
    });

    const offer = (id, column, title) => {
      const values = [...new Set(rows.map((row) => row[column]))].map((place) => texts[place]).filter(Boolean).sort();
      const choice = byId(id);
      choice.add(new Option("all", ""));
      for (const value of values) choice.add(new Option(title(value), value));
      choice.closest("label").hidden = values.length < 2;
      choice.addEventListener("change", () => { state[id] = choice.value; select(); });
    };
    offer("status", STATUS, (value) => value);
    offer("verdict", VERDICT, (value) => verdicts[value]);

    let waiting;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        state.words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        select();
      }, 80);
    });
    byId("back").addEventListener("click", () => turn(-1));
    byId("next").addEventListener("click", () => turn(1));
    body.addEventListener("click", (event) => {
      const tr = event.target.closest("tr[aria-expanded]");
      if (tr && !String(getSelection())) toggle(tr);
    });
    body.addEventListener("keydown", (event) => {
      const tr = event.target.closest("tr[aria-expanded]");
      if (!tr) return;
      const next = (row, step) => {
        do row = step > 0 ? row.nextElementSibling : row.previousElementSibling; while (row && row.className);
        return row;
      };
      if (event.key === "Enter" || event.key === " ") toggle(tr);
      else if (event.key === "ArrowDown") next(tr, 1)?.focus();
      else if (event.key === "ArrowUp") next(tr, -1)?.focus();
      else return;
      event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
      if (event.key === "/" && !typing) {
        event.preventDefault();
        search.focus();
      } else if (event.key === "Escape" && event.target === search) {
        search.value = "";
        state.words = [];
        select();
      }
    });
    byId("controls").hidden = false;
    show();
  }
})();
