import { describe } from '../../contract/describe.ts';
import { ConfigurationError } from '../configuration-error.ts';
import { jsonObject, listOf, oneOf, type Parser, parseWith, text } from './parsers.ts';

/** A cluster that is there already: access by access entries (authentication mode `API` or `API_AND_CONFIG_MAP`). */
export interface ExistingClusterSettings {
  readonly clusterName: string;
  /** @default - none, so that `identityType` has to be `podIdentity` */
  readonly openIdConnectProviderArn?: string;
  /** With `privateSubnetIds` and `clusterSecurityGroupId`, where the cluster's endpoint is private. @default - it is public */
  readonly vpcId?: string;
  /** @default - see `vpcId` */
  readonly privateSubnetIds?: readonly string[];
  /** @default - see `vpcId` */
  readonly clusterSecurityGroupId?: string;
  /** The role of KEDA's operator, where it is installed. @default - this stack installs KEDA */
  readonly kedaOperatorRoleArn?: string;
  /** Of its pods' addresses. @default 'ipv4' */
  readonly ipFamily?: 'ipv4' | 'ipv6';
}

const ID = (prefix: string) =>
  text(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `an id such as ${prefix}-0123456789abcdef0`);
const ARN = text(/^arn:\S+$/, 'an ARN');

const EXISTING: {
  readonly [Name in keyof ExistingClusterSettings]-?: Parser<NonNullable<ExistingClusterSettings[Name]>>;
} = {
  clusterName: text(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/, 'the name of an EKS cluster, 1 to 100 of A-Z a-z 0-9 _ -'),
  openIdConnectProviderArn: ARN,
  vpcId: ID('vpc'),
  privateSubnetIds: listOf(ID('subnet')),
  clusterSecurityGroupId: ID('sg'),
  kedaOperatorRoleArn: ARN,
  ipFamily: oneOf(['ipv4', 'ipv6']),
};

/** An object; what is wrong within is reported by its own words, which say where it stands. */
export const existingCluster: Parser<ExistingClusterSettings> = {
  allowed: 'an object such as { "clusterName": "shared", "openIdConnectProviderArn": "arn:…" }',
  parse: (value) => {
    const given = jsonObject(value);
    if (given === undefined) return undefined;
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(EXISTING, name));
    if (unknown !== undefined) {
      throw new ConfigurationError(
        `there is no setting ${describe(`existingCluster.${unknown}`)}, only ${Object.keys(EXISTING).join(', ')}: correct its name, or remove it`,
      );
    }
    const read = Object.entries(EXISTING)
      .filter(([name]) => name === 'clusterName' || Object.hasOwn(given, name))
      .map(([name, parser]) => [
        name,
        parseWith<unknown>(parser, `existingCluster.${name}`, given[name], 'existingCluster'),
      ]);
    return Object.fromEntries(read) as ExistingClusterSettings;
  },
};
