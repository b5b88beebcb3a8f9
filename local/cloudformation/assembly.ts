import { describe } from '../../contract/describe.ts';
import type { CrossStack } from './cross-stack.ts';
import type { ImageSource, Images } from './images.ts';
import { readManifest } from './manifest.ts';
import type { Resource } from './resource.ts';
import type { Scope } from './scope.ts';
import { Stack } from './stack.ts';
import { readTemplate } from './template.ts';
import { TemplateError } from './template-error.ts';
import type { History } from './types/resource-type.ts';

export type { Resource } from './resource.ts';

/** A cloud assembly as it would be after the deployment of all its stacks. */
export interface Assembly {
  /** The names of its stacks. */
  readonly stacks: readonly string[];
  /** The resources of all stacks, or those of a type; those whose condition does not hold are missing. */
  resources(type?: string): readonly Resource[];
  /** By the tag at the end of their URIs, what the images of its assets are built from. */
  readonly images: Images;
}

export interface AssemblyOptions {
  /**
   * What AWS_ENDPOINT_URL is, such as `http://127.0.0.1:4566`: the URL of a queue begins with it.
   *
   * @default - an assembly that asks for the URL of a queue is refused
   */
  readonly endpoint?: string;
  /**
   * What the deployments before it have left.
   *
   * @default - it is the first deployment
   */
  readonly history?: History;
}

/**
 * Reads a cloud assembly, such as `cdk.out`.
 *
 * @throws TemplateError for a resource type that is not known; for all else that cannot be honoured, when it is asked for
 * @throws Error when the directory is no cloud assembly
 */
export function readAssembly(directory: string, options: AssemblyOptions = {}): Assembly {
  return new CloudAssembly(directory, options);
}

class CloudAssembly implements Assembly, CrossStack {
  readonly images = new Map<string, ImageSource>();
  readonly #stacks = new Map<string, Stack>();
  readonly #resources: readonly Resource[];

  constructor(directory: string, { endpoint, history }: AssemblyOptions) {
    for (const { stackName, templateFile, assets, images } of readManifest(directory)) {
      if (this.#stacks.has(stackName)) {
        throw new TemplateError(`stack ${stackName}`, 'the assembly has two stacks of this name: rename one');
      }
      for (const [tag, image] of images) this.images.set(tag, image);
      const template = readTemplate(templateFile, stackName);
      this.#stacks.set(stackName, new Stack({ name: stackName, template, assets, endpoint, history, others: this }));
    }
    // Only now, because a condition may ask for a parameter that another stack has.
    this.#resources = this.#allStacks().flatMap((stack) => stack.resources());
  }

  get stacks(): readonly string[] {
    return [...this.#stacks.keys()];
  }

  resources(type?: string): readonly Resource[] {
    if (type === undefined) return this.#resources;
    return this.#resources.filter((resource) => resource.type === type);
  }

  importValue(exportName: string, scope: Scope): unknown {
    const outputs = this.#allStacks().flatMap((stack) => stack.outputs());
    const exported = outputs.find((output) => output.exportName === exportName);
    if (exported !== undefined) return exported.value();
    return scope.fail(`no stack of the assembly exports ${describe(exportName)}: synthesize the one that does as well`);
  }

  stackOutput(stackName: string, outputName: string, scope: Scope): unknown {
    const output = this.#stacks
      .get(stackName)
      ?.outputs()
      .find(({ name }) => name === outputName);
    if (output !== undefined) return output.value();
    return scope.fail(`no stack ${stackName} of the assembly has an output ${outputName}`);
  }

  ssmParameter(name: string, scope: Scope): string {
    const all = this.#allStacks().flatMap((stack) => stack.ssmParameters(name));
    const value = all[0]?.attributes.Value;
    if (typeof value === 'string' && all.length === 1) return value;
    return scope.fail(
      `${all.length} AWS::SSM::Parameter of the assembly have the name ${describe(name)}, but exactly one has to: ` +
        (all.length === 0 ? 'add it to a stack' : 'rename the others'),
    );
  }

  #allStacks(): Stack[] {
    return [...this.#stacks.values()];
  }
}
