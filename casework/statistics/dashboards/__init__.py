"""The panels of the dashboards (bảng điều hành): what is counted, one module a panel; each number opens to its set."""
