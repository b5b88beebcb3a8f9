import { describe, expect, test } from '@jest/globals';
import { newConsumer, templateOf } from '../../support/consumers.ts';
import { objectOf } from '../../support/manifests.ts';

const template = templateOf(newConsumer());
const deployment = objectOf(template, 'Deployment');

describe('the network', () => {
  const policy = objectOf(template, 'NetworkPolicy', 'consumer-saga').spec;

  test('lets in who scrapes the metrics, and nobody else', () => {
    expect(policy.podSelector).toEqual(deployment.spec.selector);
    expect(policy.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'fanout-saga/scrapes': 'true' } } }],
        ports: [{ protocol: 'TCP', port: 8_080 }],
      },
    ]);
  });

  test('lets out to DNS and to HTTPS, in both families, but never to the metadata of the node', () => {
    expect(policy.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(policy.egress).toEqual([
      {
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
      {
        to: [
          { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
          { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
        ],
        ports: [{ protocol: 'TCP', port: 443 }],
      },
    ]);
  });

  test("lets out to Pod Identity's agent where the role comes from there", () => {
    const { egress } = objectOf(
      templateOf(newConsumer({ consumer: { identityType: 'podIdentity' } })),
      'NetworkPolicy',
      'consumer-saga',
    ).spec;
    expect(egress[2]).toEqual({
      to: [{ ipBlock: { cidr: '169.254.170.23/32' } }, { ipBlock: { cidr: 'fd00:ec2::23/128' } }],
      ports: [{ protocol: 'TCP', port: 80 }],
    });
  });
});
