/** The forms of the rollout in JAX (see jax-source.ts), of which the benchmark takes the fastest. */
export const JAX_FORMS = ['looped', 'unrolled', 'straight'] as const;
export type JaxForm = (typeof JAX_FORMS)[number];
