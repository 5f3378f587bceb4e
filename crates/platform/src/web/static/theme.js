// Light or dark by the reader's choice; without this script the device decides.
// The choice stays in this browser and is cleared on signing out.

const KEY = "theme";
const root = document.documentElement;
const device = matchMedia("(prefers-color-scheme: dark)");

const ofDevice = () => (device.matches ? "dark" : "light");
const shown = () => root.dataset.theme ?? ofDevice();

// A browser may forbid storage: then the choice lasts for the page.
const recall = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

const keep = (theme) => {
  try {
    if (theme === ofDevice()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Nothing is lost but the memory of the choice.
  }
};

const recalled = recall();
if (recalled === "light" || recalled === "dark") root.dataset.theme = recalled;

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  const name = () => {
    button.textContent = shown() === "dark" ? "Light page" : "Dark page";
  };
  button.addEventListener("click", () => {
    const theme = shown() === "dark" ? "light" : "dark";
    root.dataset.theme = theme;
    keep(theme);
    name();
  });
  device.addEventListener("change", name);
  name();
  button.hidden = false;
}
