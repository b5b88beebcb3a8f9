import { createHash } from 'node:crypto';

export interface Identity {
  readonly stack: string;
  readonly logicalId: string;
}

/** A resource as its template declares it, intrinsics resolved. */
export interface DeclaredResource extends Identity {
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a resource has from the deployments before this one. */
export interface History {
  /** The number that a version of `ownerArn` is published under. */
  versionNumber(version: DeclaredResource, ownerArn: string): string;
  /** What the revision of a state machine is called; undefined for the first. */
  revisionId(machine: DeclaredResource): string | undefined;
}

/** What a resource type may ask of a resource to make its physical id and attributes: they are pure functions of it. */
export interface ResourceView extends Identity {
  /** A property with its intrinsics resolved: only the ones that are asked for, so that a name never waits for a policy. */
  property(name: string): unknown;
  /** Resolved text, or undefined where the property is left out. @throws TemplateError when it is no text */
  text(name: string): string | undefined;
  /** What AWS_ENDPOINT_URL is: the URL of a queue begins with it. @throws TemplateError when the assembly is read without */
  readonly endpoint: string;
  /** @throws TemplateError when the property is left out or is no text */
  requiredText(name: string): string;
  /** Of a version: the number that it is published under. */
  versionNumber(ownerArn: string): string;
  /** Of a state machine: what its revision is called; undefined for the first. */
  readonly revisionId: string | undefined;
}

/** How the embedded cloud knows a resource type. To add one, add an entry to a table in this folder. */
export interface ResourceType {
  /** What Ref gives: the physical id. @default - a name made of stack, logical id and a hash of both */
  readonly ref?: (resource: ResourceView) => string;
  /** What Fn::GetAtt gives, by attribute. An attribute that is not listed has no value here, and asking for it throws. */
  readonly attributes?: Readonly<Record<string, (resource: ResourceView) => unknown>>;
  /** Why nothing has to happen for it. @default - a service of the embedded cloud creates it */
  readonly inert?: string;
}

const HASH_LENGTH = 12;

/** The name that a property gives, or one like CloudFormation's own, cut to what the service allows. */
export function nameOf(resource: ResourceView, property: string, maxLength: number): string {
  return resource.text(property) ?? generatedName(resource, `${resource.stack}-${resource.logicalId}`, maxLength);
}

export function generatedName(resource: ResourceView, start: string, maxLength: number): string {
  return `${start.slice(0, maxLength - HASH_LENGTH - 1)}-${hashOf(resource).slice(0, HASH_LENGTH).toUpperCase()}`;
}

/** A UUID that is the same in every run. */
export function uuidOf(resource: Identity): string {
  return hashOf(resource).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** An id as EC2 makes them, such as `vpc-0123456789abcdef0`, the same in every run. */
export function ec2Id(prefix: string, resource: Identity): string {
  return `${prefix}-${hashOf(resource).slice(0, 17)}`;
}

function hashOf({ stack, logicalId }: Identity): string {
  return createHash('sha256').update(`${stack}/${logicalId}`).digest('hex');
}
