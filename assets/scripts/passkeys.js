// A form with data-passkey="create" or "get" asks the device for a passkey before it is sent; the server's
// question stands in data-passkey-options, the device's answer goes into the field named "answer".
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function withBytes(options) {
  const ready = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: toBytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) ready[list] = options[list].map((each) => ({ ...each, id: toBytes(each.id) }));
  }
  return ready;
}

function asJson(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: toText(credential.rawId), type, response, clientExtensionResults: {} });
}

export function askForPasskey(form) {
  if (!window.PublicKeyCredential) return;
  form.querySelectorAll("[data-passkey-hidden]").forEach((part) => part.removeAttribute("hidden"));
  form.querySelectorAll("[data-passkey-missing]").forEach((part) => part.setAttribute("hidden", ""));
  form.addEventListener("submit", async (event) => {
    const answer = form.elements.namedItem("answer");
    if (answer.value) return;
    event.preventDefault();
    const publicKey = withBytes(JSON.parse(form.dataset.passkeyOptions));
    try {
      answer.value = asJson(await navigator.credentials[form.dataset.passkey]({ publicKey }));
    } catch {
      answer.value = "none"; // given up, or no fitting key: the server says so beside the field
    }
    form.submit();
  });
}
