// Passkeys: ask the browser, and send its answer as an ordinary form. A page that needs none works without this file.
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const withIds = (list) => (list ?? []).map((entry) => ({ ...entry, id: toBytes(entry.id) }));

async function make({ publicKey }) {
  const options = {
    ...publicKey,
    challenge: toBytes(publicKey.challenge),
    user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
    excludeCredentials: withIds(publicKey.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey: options });
  return described(made, { attestationObject: toText(made.response.attestationObject) });
}

async function use({ publicKey }) {
  const options = {
    ...publicKey,
    challenge: toBytes(publicKey.challenge),
    allowCredentials: withIds(publicKey.allowCredentials),
  };
  const used = await navigator.credentials.get({ publicKey: options });
  const { authenticatorData, signature, userHandle } = used.response;
  return described(used, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle && toText(userHandle),
  });
}

function described(credential, answer) {
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: { clientDataJSON: toText(credential.response.clientDataJSON), ...answer },
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' } });
  return (await answer.json()).request_options;
}

// A passkey belongs to a name: at a bare address of numbers the browser makes none.
const usable = Boolean(window.PublicKeyCredential) && !/^[\d.]+$|^\[/.test(window.location.hostname);

for (const form of document.querySelectorAll('[data-portal-passkey]')) {
  const failed = form.querySelector('[data-portal-failed]');
  form.hidden = form.hidden && !usable;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const ask = form.dataset.portalPasskey === 'add' ? make : use;
      form.elements.credential.value = JSON.stringify(await ask(await options(form)));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
  form.querySelector('button').disabled = false; // until now nobody would have asked the passkey
}
