// The address that Django proposes from a name: it drops dashes, so that 2023–2025 would be 20232025.
"use strict";

if (window.URLify) {
  const proposed = window.URLify;
  window.URLify = (text, ...options) => proposed(text.replace(/[\u2010-\u2015\u2212]/g, "-"), ...options);
}
