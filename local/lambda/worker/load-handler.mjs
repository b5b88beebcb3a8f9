import { existsSync, readFileSync, statSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './failure.mjs';

/**
 * @param {string} taskRoot
 * @param {string} handler such as `index.run`, or `folder/index.nested.run`
 * @returns {Promise<(event: unknown, context: object) => unknown>}
 */
export async function loadHandler(taskRoot, handler) {
  const [, moduleName = '', path = ''] = /^((?:.*\/)?[^./]+)\.(.+)$/.exec(handler) ?? [];
  if (moduleName === '' || handler.includes('..')) {
    throw new RuntimeError('MalformedHandlerName', `'${handler}' is not a valid handler name.`);
  }
  const found = lookUp(await loadModule(taskRoot, moduleName), path);
  if (found === undefined || found === null) {
    throw new RuntimeError('HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof found !== 'function') throw new RuntimeError('HandlerNotFound', `${handler} is not a function`);
  if (found.length >= 3) {
    throw new RuntimeError(
      'CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
    );
  }
  return found;
}

/** @param {Record<string, unknown>} module @param {string} path */
function lookUp(module, path) {
  /** @param {unknown} from */
  const within = (from) => path.split('.').reduce((/** @type {any} */ it, key) => it?.[key], from);
  return within(module) ?? within(module.default);
}

/** @param {string} taskRoot @param {string} moduleName */
async function loadModule(taskRoot, moduleName) {
  const base = resolve(taskRoot, moduleName);
  const file = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((candidate) => existsSync(candidate));
  if (file === undefined) throw new RuntimeError('ImportModuleError', `Error: Cannot find module '${moduleName}'`);
  try {
    if (file.endsWith('.js') && !hasPackageJson(taskRoot, dirname(file))) return compileCommonJs(file);
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    if (cause instanceof SyntaxError) throw RuntimeError.of('UserCodeSyntaxError', cause);
    const isMissing = 'code' in cause && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(cause.code));
    throw isMissing ? RuntimeError.of('ImportModuleError', cause) : cause;
  }
}

/**
 * Above /var/task there is no package.json, but above an assembly there mostly is one, and its "type": "module" would make
 * Node read the CommonJS of a bundle as an ES module.
 *
 * @param {string} file
 */
function compileCommonJs(file) {
  const module = new Module(file);
  module.filename = file;
  // Node's own, though not documented: what require() itself would do with the file.
  module.paths = /** @type {any} */ (Module)._nodeModulePaths(dirname(file));
  /** @type {any} */ (module)._compile(readFileSync(file, 'utf8'), file);
  return module.exports;
}

/** @param {string} taskRoot @param {string} folder @returns {boolean} */
function hasPackageJson(taskRoot, folder) {
  if (statSync(join(folder, 'package.json'), { throwIfNoEntry: false })?.isFile()) return true;
  return folder !== resolve(taskRoot) && hasPackageJson(taskRoot, dirname(folder));
}
