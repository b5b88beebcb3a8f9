/** Where the shards of a run find the cloud assembly that was synthesized once for all of them. */
export const ASSEMBLY_VARIABLE = 'FANOUT_SAGA_MATRIX_ASSEMBLY';
