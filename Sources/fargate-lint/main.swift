print("fargate-lint")
