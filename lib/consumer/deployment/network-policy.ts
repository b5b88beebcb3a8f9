import { k8s } from 'cdk8s-plus-34';
import type { Construct } from 'constructs';
import type { IdentityType } from '../identity/identity-type.ts';
import { IMAGE } from './image-layout.ts';
import { selectorLabels } from './labels.ts';

/** A namespace with this label may scrape: `kubectl label namespace monitoring fanout-saga/scrapes=true`. */
export const SCRAPER_LABEL = { 'fanout-saga/scrapes': 'true' };

export interface NetworkPolicyProps {
  readonly name: string;
  readonly groupName: string;
  readonly identityType: IdentityType;
}

/**
 * What a consumer talks to, where everything else is denied. Kubelet's probes need no rule: on EKS a node always reaches its pods.
 *
 * Both families stand in it, since EKS passes over the blocks that are not of its cluster's.
 */
export function networkPolicy(scope: Construct, { name, groupName, identityType }: NetworkPolicyProps): void {
  new k8s.KubeNetworkPolicy(scope, 'NetworkPolicy', {
    metadata: { name },
    spec: {
      podSelector: { matchLabels: selectorLabels(groupName) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ namespaceSelector: { matchLabels: SCRAPER_LABEL } }], ports: [port(IMAGE.port)] }],
      egress: [
        // To wherever: Auto Mode's DNS runs on the node, not in pods that a selector could name.
        { ports: [port(53, 'UDP'), port(53)] },
        // AWS, whose addresses are not known beforehand, but not what the node knows of itself.
        {
          to: [
            { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
            { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
          ],
          ports: [port(443)],
        },
        ...(identityType === 'podIdentity' ? [POD_IDENTITY_AGENT] : []),
      ],
    },
  });
}

/** On every node, at addresses that AWS fixed. */
const POD_IDENTITY_AGENT: k8s.NetworkPolicyEgressRule = {
  to: [{ ipBlock: { cidr: '169.254.170.23/32' } }, { ipBlock: { cidr: 'fd00:ec2::23/128' } }],
  ports: [port(80)],
};

function port(number: number, protocol = 'TCP'): k8s.NetworkPolicyPort {
  return { protocol, port: k8s.IntOrString.fromNumber(number) };
}
