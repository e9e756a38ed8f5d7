// What somebody typed or pasted as the address of a link, made one that the site keeps; null where it cannot be one.
// The server has the same rules: `link_address` in lib/html.py.
const SAFE = /^(https?:\/\/[^/?#\s]+(?:[/?#]|$)|mailto:[^\s]|\/(?![/\\]))/i
const HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*(?:[/?#]\S*)?$/u
const MAIL = /^[^\s@/?#:]+@(?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]*$/u
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

export function linkAddress(text) {
  const address = completed(text)
  return address && URL.canParse(address, location.href) ? address : null
}

function completed(text) {
  const address = text.trim()
  if (!address || CONTROL.test(address)) return null
  if (SAFE.test(address)) return address
  if (MAIL.test(address)) return `mailto:${address}`
  if (address.startsWith("//") && HOST.test(address.slice(2))) return `https:${address}`
  return HOST.test(address) ? `https://${address}` : null
}
