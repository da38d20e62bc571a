// Passkeys: shows what needs a script, and hands each form to allauth's code. Without this file one signs in by code.
const { authenticateForm, addForm, loginForm } = window.allauth.webauthn.forms;
const setUp = {
  "passkey-login": (ids) => loginForm({ ids: { login: ids.button, credential: ids.credential } }),
  "passkey-use": (ids) => authenticateForm({ ids: { authenticate: ids.button, credential: ids.credential, data: "passkey-data" } }),
  "passkey-add": (ids) => addForm({ ids: { add: ids.button, passwordless: "id_passwordless", credential: ids.credential, data: "passkey-data" } }),
};

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
  for (const [button, start] of Object.entries(setUp)) {
    const credential = document.getElementById(button)?.form.querySelector("[name=credential]");
    if (credential) start({ button, credential: credential.id });
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const error of document.querySelectorAll("[data-passkey-error]")) error.hidden = false;
  });
}
