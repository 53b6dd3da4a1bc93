// Only to filter and to fold: everything can be read without it.
(function () {
  "use strict";
  var form = document.getElementById("filters");
  var claims = Array.prototype.slice.call(document.querySelectorAll("li.c"));
  var words = document.getElementById("f-words");
  var status = document.getElementById("f-status");
  var kind = document.getElementById("f-kind");
  var outlet = document.getElementById("f-outlet");
  var shown = document.getElementById("f-count");
  var texts = null;
  var timer = 0;

  function filter() {
    texts = texts || claims.map(function (c) { return c.textContent.toLowerCase(); });
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var from = outlet.value.toLowerCase();
    var active = Boolean(wanted.length || status.value || kind.value || from);
    var count = 0;
    claims.forEach(function (c, n) {
      var fits = (!status.value || c.dataset.s === status.value) && (!kind.value || c.dataset.k === kind.value) &&
        (!from || texts[n].indexOf(from) >= 0) && wanted.every(function (w) { return texts[n].indexOf(w) >= 0; });
      c.hidden = !fits;
      if (fits) { count += 1; }
    });
    document.querySelectorAll("details.fold").forEach(function (d) {
      if (!d.querySelector("li.c")) { return; }
      var some = d.querySelector("li.c:not([hidden])");
      d.hidden = active && !some;
      if (active && some) { d.open = true; }
    });
    shown.textContent = active ? count + " of " + claims.length + " claims" : "";
  }

  // A link to a passage opens what it is folded into.
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var found = id && document.getElementById(id);
    if (!found) { return; }
    for (var up = found; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") { up.open = true; }
      if (up.hidden && up.classList.contains("c")) { up.hidden = false; }
    }
    found.scrollIntoView();
  }

  form.hidden = false;
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(filter, 80); });
  document.getElementById("f-open").addEventListener("click", function () {
    var open = this.getAttribute("aria-pressed") !== "true";
    this.setAttribute("aria-pressed", String(open));
    this.textContent = open ? "Close all sentences" : "Open all sentences";
    claims.forEach(function (c) { c.querySelector("details").open = open && !c.hidden; });
  });
  window.addEventListener("hashchange", reveal);
  reveal();
})();
