// Loads TypeScript as jest's configuration does (@swc/jest, CommonJS), in this process.
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join, resolve } = require("node:path");
const { tmpdir } = require("node:os");
const { transformSync } = require("@swc/core");

const cache = join(tmpdir(), `altinn-broker-mutants-${String(process.getuid?.() ?? 0)}`);
mkdirSync(cache, { recursive: true });

/** @param {string} text @param {string} filename */
function compiled(text, filename) {
  const kept = join(
    cache,
    `${createHash("sha256").update(filename).update(text).digest("hex")}.js`,
  );
  if (existsSync(kept)) return readFileSync(kept, "utf8");
  const { code } = transformSync(text, {
    filename,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
    swcrc: false,
  });
  // Several runners write at once.
  const own = `${kept}.${String(process.pid)}`;
  writeFileSync(own, code);
  renameSync(own, kept);
  return code;
}

/** @param {object} globals what `@jest/globals` gives a test file */
exports.takeTypeScript = (globals) => {
  const texts = new Map();
  require.extensions[".ts"] = (module, filename) => {
    if (!texts.has(filename))
      texts.set(filename, compiled(readFileSync(filename, "utf8"), filename));
    module._compile(texts.get(filename), filename);
  };
  const find = Module._resolveFilename;
  Module._resolveFilename = function (request, parent, ...rest) {
    if (request === "@jest/globals") return request;
    // A relative import may name the file that the compiler makes.
    const isOwn = /^\.{1,2}\/.*\.js$/.test(request) && parent?.filename?.endsWith(".ts");
    if (isOwn && !existsSync(resolve(parent.path, request)))
      return find.call(this, request.replace(/\.js$/, ""), parent, ...rest);
    return find.call(this, request, parent, ...rest);
  };
  const shim = new Module("@jest/globals");
  shim.exports = globals;
  shim.loaded = true;
  require.cache["@jest/globals"] = shim;
};

/**
 * Forgets the modules of these folders, so that the next `require` runs them anew.
 * @param {readonly string[]} folders
 */
exports.forget = (folders) => {
  for (const name of Object.keys(require.cache)) {
    if (name !== __filename && folders.some((folder) => name.startsWith(`${folder}/`)))
      delete require.cache[name];
  }
};

exports.load = (filename) => require(filename);
