print("accesslab")
