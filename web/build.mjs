// Bundles the widget and the page's styles into bot/channels/static, where the front serves them.
import { build } from "esbuild";

const out = new URL("../bot/channels/static/", import.meta.url).pathname;

await build({
  entryPoints: ["src/chat.ts", "src/page.css", "src/chat.css"],
  outdir: out,
  bundle: true,
  minify: true,
  target: ["es2020", "chrome90", "safari15", "firefox90"],
  charset: "utf8",
  legalComments: "none",
  logLevel: "info",
});
