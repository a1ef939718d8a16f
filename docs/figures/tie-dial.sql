-- The table of docs/coupling.md on the dial of 31-tie-dial, from the sweep scenarios/sweeps/tie-dial.yaml.
-- Means over replicates and their standard errors.
WITH prior AS (
  SELECT point, fraction, sign, replicate, kappa FROM coupling WHERE place = 'prior' AND island IS NULL
), curve AS (
  SELECT point, mean FROM pressure_pooled WHERE channel = 'leak'
  QUALIFY row_number() OVER (PARTITION BY point ORDER BY threshold DESC) = 1
), islands AS (
  SELECT point, island, arg_max(mean, generation) AS mean, sum(selection) AS selected FROM channels WHERE channel = 'leak' GROUP BY ALL
), outcome AS (
  SELECT point, avg(mean) AS mean, avg(selected) AS selected FROM islands GROUP BY point
)
SELECT format('{:g}', fraction) || CASE WHEN sign = 1 THEN '' ELSE ', sign −1' END AS fraction,
  avg(kappa) AS "κ under the prior", stddev_samp(kappa) / sqrt(count(*)) AS "κ under the prior ±",
  avg(curve.mean) AS "E[leak | F ≥ 0.9]", stddev_samp(curve.mean) / sqrt(count(*)) AS "E[leak | F ≥ 0.9] ±",
  avg(outcome.mean) AS "leak at the end", stddev_samp(outcome.mean) / sqrt(count(*)) AS "leak at the end ±",
  avg(selected) AS "of it selected", stddev_samp(selected) / sqrt(count(*)) AS "of it selected ±",
  CAST(count(*) AS VARCHAR) AS replicates
FROM prior JOIN curve USING (point) JOIN outcome USING (point)
GROUP BY prior.fraction, sign ORDER BY sign DESC, prior.fraction
