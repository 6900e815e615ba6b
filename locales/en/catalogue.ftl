# xiaoneng catalogue
catalogue-found = { $errors } errors, { $warnings } warnings, { $advice } pieces of advice
catalogue-errors = { $errors } errors in the catalogue of items; mend them as each line says and try again
catalogue-promise = promised limit
catalogue-materials = materials
catalogue-trips = trips
catalogue-depth = online depth
catalogue-ahead = ahead
catalogue-level = level
catalogue-behind = behind
catalogue-power-held = It holds the power.
