"""What CLOVA says and hears, on its way between the cloud, Assist and a player."""
