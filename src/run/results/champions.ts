/** The place in the population of an island's fittest individual, the first of equals. */
export function championOf(fitness: Float64Array, island: number, size: number): number {
  let champion = island * size;
  for (let i = champion + 1; i < (island + 1) * size; i++) if (fitness[i]! > fitness[champion]!) champion = i;
  return champion;
}
