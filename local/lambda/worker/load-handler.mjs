import { existsSync, readFileSync, statSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { RuntimeError } from './failure.mjs';

/**
 * @param {string} taskRoot
 * @param {string} handler such as `index.run`, or `folder/index.nested.run`
 * @returns {Promise<(event: unknown, context: object) => unknown>}
 */
export async function loadHandler(taskRoot, handler) {
  const file = moduleFile(taskRoot, handler);
  return handlerIn(await loadModule(taskRoot, file), handler);
}

/**
 * The file that a handler's name means.
 *
 * @param {string} taskRoot
 * @param {string} handler
 */
export function moduleFile(taskRoot, handler) {
  const { moduleName } = parse(handler);
  const base = resolve(taskRoot, moduleName);
  const file = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((candidate) => existsSync(candidate));
  if (file === undefined) throw new RuntimeError('ImportModuleError', `Error: Cannot find module '${moduleName}'`);
  return file;
}

/**
 * What a module exports under a handler's name.
 *
 * @param {unknown} module
 * @param {string} handler
 * @returns {(event: unknown, context: object) => unknown}
 */
export function handlerIn(module, handler) {
  const found = lookUp(module, parse(handler).path);
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

/** @param {string} handler */
function parse(handler) {
  const [, moduleName = '', path = ''] = /^((?:.*\/)?[^./]+)\.(.+)$/.exec(handler) ?? [];
  if (moduleName !== '' && !handler.includes('..')) return { moduleName, path };
  throw new RuntimeError('MalformedHandlerName', `'${handler}' is not a valid handler name.`);
}

/** @param {any} module @param {string} path */
function lookUp(module, path) {
  /** @param {unknown} from */
  const within = (from) => path.split('.').reduce((/** @type {any} */ it, key) => it?.[key], from);
  return within(module) ?? within(module.default);
}

/** @param {string} taskRoot @param {string} file */
async function loadModule(taskRoot, file) {
  try {
    if (file.endsWith('.js') && !hasPackageJson(taskRoot, dirname(file))) return compileCommonJs(file);
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    throw loadFailure(cause);
  }
}

/**
 * What Lambda calls the failure of a module to load.
 *
 * @param {unknown} cause
 */
export function loadFailure(cause) {
  if (!isError(cause)) return cause;
  if (cause.name === 'SyntaxError') return RuntimeError.of('UserCodeSyntaxError', cause);
  const isMissing = 'code' in cause && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(cause.code));
  return isMissing ? RuntimeError.of('ImportModuleError', cause) : cause;
}

/**
 * Also one of another realm, whose classes are not these.
 *
 * @param {unknown} thrown
 * @returns {thrown is Error}
 */
function isError(thrown) {
  return thrown instanceof Error || types.isNativeError(thrown);
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
