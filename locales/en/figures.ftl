# Figures
