/** The two ways to put the consumers on EKS: this project's, and the one that is usual in the field. */
export const WAYS = ['ours', 'field'] as const;

export type Way = (typeof WAYS)[number];
