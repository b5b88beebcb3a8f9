import { dirname, resolve } from 'node:path';
import { isObject } from '../../contract/describe.ts';
import { readJsonFile } from './json-file.ts';

/** What an image is built from. */
export interface ImageSource {
  /** The context of the build: absolute. */
  readonly directory: string;
  /** Within the context. */
  readonly dockerFile: string;
}

/** By the tag that the image gets in the assets' repository. */
export type Images = ReadonlyMap<string, ImageSource>;

/** @param file an `*.assets.json`; its paths are relative to its own folder */
export function readImages(file: string): Images {
  const { dockerImages } = readJsonFile(file, 'run the synthesis again');
  const images = new Map<string, ImageSource>();
  for (const { source, destinations } of Object.values(isObject(dockerImages) ? dockerImages : {}).filter(isObject)) {
    // One that an executable makes at deploy time has no context; only who asks for it has to know.
    if (!isObject(source) || typeof source.directory !== 'string') continue;
    const directory = resolve(dirname(file), source.directory);
    const image = { directory, dockerFile: String(source.dockerFile ?? 'Dockerfile') };
    for (const destination of Object.values(isObject(destinations) ? destinations : {})) {
      if (isObject(destination) && typeof destination.imageTag === 'string') images.set(destination.imageTag, image);
    }
  }
  return images;
}
