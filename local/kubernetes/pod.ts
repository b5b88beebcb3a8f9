/** What every pod of a Deployment is, once EKS has admitted it. */
export interface Pod {
  /** The namespace and the name of its Deployment, such as `fanout-saga-dev/saga`. */
  readonly deployment: string;
  /** How many there are. */
  readonly replicas: number;
  /** `command` and `args` of its container. */
  readonly command: readonly string[];
  /** Its container's: what the manifest says, and what EKS adds. */
  readonly environment: Readonly<Record<string, string>>;
  /** The token that it proves itself with to AWS. @default - its service account has no role */
  readonly token?: ProjectedToken;
  /** Between SIGTERM and SIGKILL. */
  readonly terminationGracePeriodSeconds: number;
}

/** A token of a service account, in a file that kubelet keeps fresh. */
export interface ProjectedToken {
  /** In the pod, such as `/var/run/secrets/eks.amazonaws.com/serviceaccount/token`. */
  readonly path: string;
  /** The URL of the cluster's OIDC issuer. */
  readonly issuer: string;
  /** For whom it is, such as `sts.amazonaws.com`. */
  readonly audience: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly expiresInSeconds: number;
}
