// Every request that a script of the desk makes by itself. Gives the response, or null without a connection. When the
// session has ended the desk answers with a redirect, to the sign-in page: then `isSignedOut` is true and `ok` is false.
window.askDesk = async (address, options) => {
  const response = await fetch(address, { ...options, redirect: "manual" }).catch(() => null)
  if (response) response.isSignedOut = response.type === "opaqueredirect"
  return response
}
