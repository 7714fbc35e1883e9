"""The panels of the dashboards as tables with the charts that stand over them; nothing is counted here."""
