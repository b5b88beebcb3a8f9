/** What Kubernetes allows as the name of a namespace, and everywhere a name may stand (RFC 1123). */
export const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Completes the sentence "… has to be". */
export const DNS_LABEL_ALLOWED = '1 to 63 of a-z 0-9 - with no - at either end';
