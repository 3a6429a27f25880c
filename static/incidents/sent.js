// The server has the report: the draft on the phone has done its work.
"use strict";
(function () {
  localStorage.removeItem("report-draft");
  indexedDB.deleteDatabase("report");
})();
