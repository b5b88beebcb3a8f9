/** What picks out the pods of a group. A Deployment's selector cannot be changed: neither can these. */
export function selectorLabels(groupName: string): Record<string, string> {
  return { 'app.kubernetes.io/name': 'consumer', 'app.kubernetes.io/instance': groupName };
}

/** Kubernetes' recommended labels, the same on everything that belongs to a group. */
export function labels(groupName: string): Record<string, string> {
  return {
    ...selectorLabels(groupName),
    'app.kubernetes.io/component': 'consumer',
    'app.kubernetes.io/part-of': 'fanout-saga',
  };
}
