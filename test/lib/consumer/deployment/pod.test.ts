import { describe, expect, test } from '@jest/globals';
import { last, stages } from '../../../support/dockerfile.ts';
import { newConsumer, PlainCluster, templateOf } from '../../support/consumers.ts';
import { objectOf } from '../../support/manifests.ts';

const deployment = objectOf(templateOf(newConsumer()), 'Deployment');
const pod = deployment.spec.template.spec;
const [container] = pod.containers;

describe('the container', () => {
  const [, image] = stages();

  test('runs what the image has, where the image has it', () => {
    const base = /distroless\/nodejs24-debian13:nonroot$/;
    expect(image?.base).toMatch(base);
    expect(container.command).toEqual(['/nodejs/bin/node', ...JSON.parse(last(image, 'CMD'))]);
    expect(container.workingDir).toBe(last(image, 'WORKDIR'));
    expect(container.args).toBeUndefined();
  });

  test('answers on the port that the image exposes and the environment names', () => {
    const port = Number(last(image, 'EXPOSE'));
    expect(container.ports).toEqual([{ name: 'metrics', containerPort: port }]);
    expect(container.env).toContainEqual({ name: 'PORT', value: String(port) });
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(container[probe].httpGet.port).toBe(port);
    }
  });

  test('is asked on the paths that the consumer answers', () => {
    expect(container.startupProbe.httpGet.path).toBe('/healthz');
    expect(container.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
  });

  test('has half a minute to start, and another one to come back when it is stuck', () => {
    const patience = ({ periodSeconds, failureThreshold }: Record<string, number>) =>
      Number(periodSeconds) * Number(failureThreshold);
    expect(patience(container.startupProbe)).toBe(30);
    expect(patience(container.livenessProbe)).toBe(30);
    // The health server remembers a held-up event loop for 10 s.
    expect(container.livenessProbe.periodSeconds).toBeLessThanOrEqual(10);
  });

  test('is pulled once for each node, since its tag never changes its content', () => {
    expect(container).toMatchObject({ image: 'registry.test/consumer:hash', imagePullPolicy: 'IfNotPresent' });
  });

  test('has a ceiling of memory, twice what it asks for, and none of CPU', () => {
    expect(container.resources).toEqual({
      requests: { cpu: '100m', memory: '256Mi' },
      limits: { memory: '512Mi' },
    });
  });

  test('is what the Pod Security Standard restricted asks for, and its root is read-only', () => {
    expect(container.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.volumeMounts).toBeUndefined();
  });
});

describe('the pod', () => {
  test('has the service account of its group and no token of the Kubernetes API', () => {
    expect(pod).toMatchObject({
      serviceAccountName: 'consumer-saga',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      hostNetwork: false,
      shareProcessNamespace: false,
    });
    expect(pod.volumes).toBeUndefined();
    expect(pod.containers).toHaveLength(1);
    expect(pod.initContainers).toBeUndefined();
  });

  test('can read the token that EKS puts into it', () => {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65_532, fsGroup: 65_532 });
  });

  test('has longer to end than a drain takes', () => {
    const drainMs = 45_000 + 2_000 + 6_000;
    expect(pod.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(drainMs);
    expect(pod.terminationGracePeriodSeconds).toBe(60);
  });

  test('is spread over zones and nodes as far as they are there', () => {
    expect(pod.topologySpreadConstraints).toHaveLength(2);
    for (const [index, topologyKey] of ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].entries()) {
      expect(pod.topologySpreadConstraints[index]).toEqual({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: deployment.spec.selector,
        matchLabelKeys: ['pod-template-hash'],
      });
    }
  });

  test('goes to nodes of the processor that the image is for', () => {
    expect(pod.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' });
    const arm = newConsumer({ cluster: (stack) => new PlainCluster(stack, { nodeArchitecture: 'arm64' }) });
    expect(objectOf(templateOf(arm), 'Deployment').spec.template.spec.nodeSelector).toMatchObject({
      'kubernetes.io/arch': 'arm64',
    });
  });

  test('says where its metrics are', () => {
    expect(deployment.spec.template.metadata.annotations).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '8080',
      'prometheus.io/path': '/metrics',
    });
  });
});
