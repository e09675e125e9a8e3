// Loaded on every page with `defer`. Each part only adds to what works without it.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";
import { countChosen } from "./chosen.js";
import { nameFile } from "./files.js";
import { askForPasskey } from "./passkeys.js";
import { keepLive } from "./live.js";
import { keepFresh } from "./refresh.js";
import { letPrint } from "./printing.js";

const PARTS = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
];

// Both class names are what GOV.UK Frontend looks for before it starts a part.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  for (const part of PARTS) createAll(part);
}
document.querySelectorAll("[data-choose-all]").forEach(countChosen);
document.querySelectorAll("[data-file-name]").forEach(nameFile);
document.querySelectorAll("[data-refresh-every]").forEach(keepFresh);
document.querySelectorAll("[data-live]").forEach(keepLive);
document.querySelectorAll("[data-print]").forEach(letPrint);
document.querySelectorAll("[data-passkey]").forEach(askForPasskey);
