coalesce(octet_length(code) > 0, false)
