// Pages can be read and used without this: it saves clicks.
(function () {
  "use strict";

  // As-of slider: one step a day, in place of the date field.
  var range = document.getElementById("as-of-range");
  if (range) {
    var day = document.getElementById("as-of");
    var first = Date.parse(range.dataset.first), last = Date.parse(range.dataset.last), step = 86400000;
    if (last > first) {
      range.max = String(Math.round((last - first) / step));
      range.value = String(Math.max(0, Math.round((Date.parse(day.value) - first) / step)));
      range.hidden = false;
      range.addEventListener("input", function () {
        day.value = new Date(first + range.value * step).toISOString().slice(0, 10);
        range.setAttribute("aria-valuetext", day.value);
      });
      range.addEventListener("change", function () { range.form.requestSubmit(); });
      var show = range.form.querySelector("button");
      show.hidden = true;
      day.addEventListener("input", function () { show.hidden = false; });
      // The days beside the one that is replayed are made ready by the server, one by one, as soon as somebody is at it.
      var ready = function () {
        var data = navigator.connection && navigator.connection.saveData;
        if (data || window.matchMedia("(prefers-reduced-data: reduce)").matches) { return; }
        var days = [1, -1].map(function (by) { return Number(range.value) + by; })
          .filter(function (n) { return n >= 0 && n <= Number(range.max); });
        var next = function () {
          var n = days.shift();
          if (n === undefined) { return; }
          var at = new Date(first + n * step).toISOString().slice(0, 10);
          fetch(range.form.action + "?as_of=" + at, { priority: "low" }).then(function (r) {
            if (r.body) { r.body.cancel(); }
            next();
          }).catch(function () {});
        };
        next();
      };
      if (/[?&]as_of=/.test(location.search)) { setTimeout(ready, 200); }
      else { range.addEventListener("focus", ready, { once: true }); }
    }
  }

  // Files can be dropped anywhere on the form.
  var drop = document.getElementById("drop");
  if (drop) {
    ["dragover", "dragenter"].forEach(function (name) {
      drop.addEventListener(name, function (e) { e.preventDefault(); drop.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (name) {
      drop.addEventListener(name, function () { drop.classList.remove("over"); });
    });
    drop.addEventListener("drop", function (e) {
      e.preventDefault();
      if (!e.dataTransfer.files.length) { return; }
      drop.querySelector("input[type=file]").files = e.dataTransfer.files;
      drop.requestSubmit();
    });
  }

  // A reading under way.
  var progress = document.getElementById("progress");
  if (progress) {
    var poll = function () {
      fetch("/reading/" + progress.dataset.job, { headers: { accept: "application/json" } })
        .then(function (r) { return r.json(); })
        .then(function (job) {
          if (job.finished) { location.reload(); return; }
          progress.firstChild.textContent = job.now + " ";
          var bar = progress.querySelector("progress");
          if (job.total) { bar.max = job.total; bar.value = job.done; }
          setTimeout(poll, 500);
        })
        .catch(function () { setTimeout(poll, 3000); });
    };
    setTimeout(poll, 400);
  }

  // Copy a citation.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.parentElement.querySelector(".copy").textContent).then(function () {
        button.textContent = "Copied";
        setTimeout(function () { button.textContent = "Copy"; }, 1500);
      });
    });
  });

  // Filters act at once.
  document.querySelectorAll("form.filters select, form.filters input[type=date]").forEach(function (field) {
    field.addEventListener("change", function () { field.form.requestSubmit(); });
  });

  // A link to a passage opens what it is folded into.
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var found = id && document.getElementById(id);
    for (var up = found; up; up = up.parentElement) { if (up.tagName === "DETAILS") { up.open = true; } }
    if (found) { found.scrollIntoView({ block: "center" }); }
  }
  window.addEventListener("hashchange", reveal);
  reveal();

  // What the keys do, told in a dialog that is in every page.
  var keys = document.getElementById("keys");
  function help() { if (keys && !keys.open) { keys.showModal(); } }
  document.querySelectorAll("[data-keys]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", help);
  });

  // Keyboard: j and k go from claim to claim, o opens, enter goes to its page, / searches, u takes back.
  var here = -1;
  document.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || /INPUT|TEXTAREA|SELECT/.test(e.target.tagName)) { return; }
    var claims = Array.prototype.filter.call(document.querySelectorAll(".claims > li"), function (c) { return c.offsetParent; });
    if (e.key === "?") { help(); return; }
    if (e.key === "/") { e.preventDefault(); document.getElementById("q").focus(); return; }
    if (e.key === "u") { var undo = document.querySelector("[data-undo]"); if (undo) { undo.click(); } return; }
    if (!claims.length) { return; }
    if (e.key === "j" || e.key === "k") {
      if (claims[here]) { claims[here].removeAttribute("data-here"); }
      here = Math.max(0, Math.min(claims.length - 1, here + (e.key === "j" ? 1 : -1)));
      claims[here].setAttribute("data-here", "");
      claims[here].setAttribute("tabindex", "-1");
      claims[here].focus({ preventScroll: true });
      claims[here].scrollIntoView({ block: "nearest" });
    } else if (claims[here] && e.key === "o") {
      var d = claims[here].querySelector("details");
      if (d) { d.open = !d.open; }
    } else if (claims[here] && e.key === "Enter" && e.target === claims[here]) {
      location.href = "/claim/" + claims[here].id;
    }
  });
})();
