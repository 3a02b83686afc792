// Ties the button of a page to the key: allauth's script asks the browser, and this one says so when it doesn't work.
(() => {
  const form = document.getElementById("key-form");
  const refused = document.getElementById("key-refused");
  const credential = form.querySelector("[name=credential]");
  if (!window.PublicKeyCredential) {
    document.getElementById("key-button").disabled = true;
    return;
  }
  window.allauth.webauthn.forms[form.dataset.key]({
    ids: {
      login: "key-button",
      add: "key-button",
      authenticate: "key-button",
      passwordless: "id_passwordless",
      credential: credential.id,
      data: "key-data",
    },
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    refused.hidden = false;
    refused.scrollIntoView({ block: "nearest" });
  });
  form.addEventListener("click", () => (refused.hidden = true));
})();
