-- The table of docs/pressure.md on the series 20-length, from the sweep scenarios/sweeps/length.yaml.
-- Means over replicates and their standard errors; the straight line is fitted to each replicate by itself.
WITH figures AS (
  SELECT "columns", replicate, pressure_summary -> '$.comparison.row' AS row,
    CAST(pressure_summary ->> '$.needed.bits' AS DOUBLE) AS needed
  FROM runs
), bits AS (
  SELECT "columns", replicate, needed,
    CAST(row ->> '$.earned.bits' AS DOUBLE) AS earned,
    CAST(row ->> '$.held.bits' AS DOUBLE) AS held,
    CAST(row ->> '$.descentAtOpening.bits' AS DOUBLE) AS opening,
    CAST(row ->> '$.descentAtEnd.bits' AS DOUBLE) AS descent,
    CAST(row ->> '$.spent.bits' AS DOUBLE) AS spent
  FROM figures
), islands AS (
  SELECT "columns", replicate, avg(CAST(mean >= 0.25 AS INTEGER)) AS opened
  FROM channels WHERE generation = (SELECT max(generation) FROM channels AS c WHERE c.point = channels.point)
  GROUP BY ALL
), lines AS (
  SELECT replicate, regr_slope(needed, "columns") AS slope, regr_intercept(needed, "columns") AS intercept
  FROM bits GROUP BY replicate
), lengths AS (
  SELECT "columns",
    avg(needed) AS needed, stddev_samp(needed) / sqrt(count(needed)) AS needed_error,
    avg(needed - intercept - slope * "columns") AS residual,
    stddev_samp(needed - intercept - slope * "columns") / sqrt(count(needed)) AS residual_error,
    avg(earned) AS earned, stddev_samp(earned) / sqrt(count(earned)) AS earned_error,
    avg(held) AS held, stddev_samp(held) / sqrt(count(held)) AS held_error,
    avg(opening) AS opening, stddev_samp(opening) / sqrt(count(opening)) AS opening_error,
    avg(descent) AS descent, stddev_samp(descent) / sqrt(count(descent)) AS descent_error,
    avg(spent) AS spent, stddev_samp(spent) / sqrt(count(spent)) AS spent_error,
    avg(opened) AS opened, count(*) AS replicates
  FROM bits JOIN lines USING (replicate) JOIN islands USING ("columns", replicate) GROUP BY "columns"
)
SELECT coalesce(CAST("columns" AS VARCHAR), 'each column more') AS "columns",
  needed, needed_error AS "needed ±", residual, residual_error AS "residual ±", earned, earned_error AS "earned ±",
  held, held_error AS "held ±", opening AS "line of descent, at opening", opening_error AS "line of descent, at opening ±",
  descent AS "at the end", descent_error AS "at the end ±", spent AS "spent on an island", spent_error AS "spent on an island ±",
  format('{:.0f} %', 100 * opened) AS "islands that have it", CAST(replicates AS VARCHAR) AS replicates
FROM (SELECT *, "columns" AS place FROM lengths
  UNION ALL BY NAME
  SELECT avg(slope) AS needed, stddev_samp(slope) / sqrt(count(slope)) AS needed_error, count(*) AS replicates, 1e9 AS place
  FROM lines)
ORDER BY place
