import { dirname, resolve } from 'node:path';
import { describe, isObject } from '../../contract/describe.ts';
import { readJsonFile } from './json-file.ts';

/** Where the files of an assembly are, by the object key that they would have in the bucket, such as `<hash>.zip`. */
export type Assets = ReadonlyMap<string, Asset>;

interface Asset {
  /** Absolute. */
  readonly path: string;
  /** `zip`: a directory or file that the CLI would zip on its way to the bucket. */
  readonly packaging: string;
}

/** @param file an `*.assets.json`; its paths are relative to its own folder */
export function readAssets(file: string): Assets {
  const { files } = readJsonFile(file, 'run the synthesis again');
  const assets = new Map<string, Asset>();
  for (const { source, destinations } of Object.values(isObject(files) ? files : {}).filter(isObject)) {
    // An asset made by an executable at deploy time has no path yet; only who asks for it has to know.
    if (!isObject(source) || typeof source.path !== 'string') continue;
    const asset = { path: resolve(dirname(file), source.path), packaging: String(source.packaging ?? 'file') };
    for (const destination of Object.values(isObject(destinations) ? destinations : {})) {
      if (isObject(destination) && typeof destination.objectKey === 'string') assets.set(destination.objectKey, asset);
    }
  }
  return assets;
}

/**
 * The directory that was zipped into the object of that key.
 *
 * @param fail how to refuse, naming the place in the template
 */
export function assetDirectory(assets: Assets, objectKey: unknown, fail: (problem: string) => never): string {
  const asset = assets.get(String(objectKey));
  if (asset === undefined) {
    return fail(
      `no asset of the assembly has the object key ${describe(objectKey)}: use an asset that is made on synthesis`,
    );
  }
  if (asset.packaging !== 'zip') {
    return fail(
      `asset ${asset.path} is packed as ${asset.packaging}, but has to be a directory: pass the directory itself`,
    );
  }
  return asset.path;
}
